// Shows the values under the pointer. The page is complete without it.
const tip = document.getElementById("tip");
for (const svg of document.querySelectorAll("svg[data-series]")) {
  const cross = svg.querySelector(".cross");
  const left = Number(svg.dataset.left), right = Number(svg.dataset.right);
  const points = svg.dataset.series.split(";").filter(Boolean).map(point => point.split("|"));
  if (points.length === 0) continue;
  svg.addEventListener("pointermove", event => {
    const box = svg.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width * svg.viewBox.baseVal.width - left) / (right - left);
    let nearest = points[0];
    for (const point of points) if (Math.abs(point[0] - at) < Math.abs(nearest[0] - at)) nearest = point;
    const x = left + Number(nearest[0]) * (right - left);
    cross.setAttribute("x1", x);
    cross.setAttribute("x2", x);
    cross.style.visibility = "visible";
    tip.textContent = nearest.slice(1).join("\n");
    tip.hidden = false;
    tip.style.left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8) + "px";
    tip.style.top = Math.max(8, event.clientY - tip.offsetHeight - 12) + "px";
  });
  svg.addEventListener("pointerleave", () => { cross.style.visibility = "hidden"; tip.hidden = true; });
}
