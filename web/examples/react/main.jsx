import { createRoot } from 'react-dom/client';
import { useFeed, useProjection } from '@jetbridge/client/react';

const options = {
  url: FEED_URL,
  token: () => fetch('/token').then((answer) => answer.text()),
  since: 'earliest',
};

function Feed() {
  const { value: events, state } = useFeed({ ...options, keep: 50 });
  const lines = events.map(({ seq, subject, event }) => <li key={seq}>{`${seq} ${subject} ${event.type}`}</li>);
  return (
    <section>
      <p id="state">{state.type}</p>
      <ol id="events">{lines.reverse()}</ol>
    </section>
  );
}

function Counts() {
  const { value: counts } = useProjection(
    (before, { event }) => ({ ...before, [event.type]: (before[event.type] ?? 0) + 1 }),
    () => ({}),
    options,
  );
  return <pre id="counts">{JSON.stringify(counts, null, 2)}</pre>;
}

createRoot(document.getElementById('root')).render([<Feed key="feed" />, <Counts key="counts" />]);
