// The outline of the land, from Natural Earth by way of world-atlas, as a path; and where a place lies on the paper.
// Land and no borders: which country a place belongs to is for the articles to say.

/** The paper is square, from 0 to SIZE, in Mercator's projection, which ends at 85 degrees. */
export const SIZE = 1000;
const END = 85.05;

/** Where a place lies on the paper. */
export function project(long, lat) {
  const phi = (Math.max(-END, Math.min(END, lat)) * Math.PI) / 180;
  return [((long + 180) / 360) * SIZE, (0.5 - Math.log(Math.tan(Math.PI / 4 + phi / 2)) / (2 * Math.PI)) * SIZE];
}

const loaded = new Map();

/** The path of all land; `detail` is 110m (55 kB) or 50m (550 kB). */
export function outline(detail) {
  if (!loaded.has(detail)) {
    const fetched = fetch(`vendor/land-${detail}.json`).then(async (response) => {
      if (!response.ok) throw new Error(`the outline of the land cannot be loaded (${response.status})`);
      return path(await response.json());
    });
    fetched.catch(() => loaded.delete(detail));
    loaded.set(detail, fetched);
  }
  return loaded.get(detail);
}

/** TopoJSON as an SVG path: arcs are differences of whole numbers, shared by the rings that run along them. */
function path({ arcs, transform: { scale, translate }, objects }) {
  const lines = arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
  const ring = (parts) => {
    const points = parts.flatMap((n, i) => {
      const line = n < 0 ? lines[~n].toReversed() : lines[n];
      return i ? line.slice(1) : line;
    });
    return flat(points).map(drawn).join("");
  };
  const polygons = objects.land.geometries.flatMap(({ type, arcs: parts }) => (type === "Polygon" ? [parts] : parts));
  return polygons.map((rings) => rings.map(ring).join("")).join("");
}

/** A ring of the globe on flat paper: one that crosses the date line is drawn at both ends of it, Antarctica to the rim. */
function flat(points) {
  let turns = 0;
  const run = points.map(([long, lat], i) => {
    if (i) turns -= 360 * Math.round((long - points[i - 1][0]) / 360);
    return [long + turns, lat];
  });
  const [first, last] = [run[0][0], run.at(-1)[0]];
  if (Math.abs(last - first) > 180) run.push([last, -90], [first, -90]);
  const longs = run.map(([long]) => long);
  const shifted = (by) => run.map(([long, lat]) => [long + by, lat]);
  return [run, ...(longs.some((l) => l > 180) ? [shifted(-360)] : []), ...(longs.some((l) => l < -180) ? [shifted(360)] : [])];
}

function drawn(points) {
  return `M${points.map(([long, lat]) => project(long, lat).map((n) => n.toFixed(2)).join(" ")).join("L")}Z`;
}
