import { connect, localCursor } from '@jetbridge/client';

const feed = connect({
  url: FEED_URL,
  token: () => fetch('/token').then((answer) => answer.text()),
  cursorStore: localCursor('plain-example'),
  since: 'earliest',
  onState: (state) => (document.getElementById('state').textContent = state.type),
});

for await (const { seq, subject, time, event } of feed) {
  const line = document.createElement('li');
  line.textContent = `${seq} ${time} ${subject} ${event.type}`;
  document.getElementById('events').prepend(line);
  document.querySelector('#events li:nth-child(50)')?.remove();
}
