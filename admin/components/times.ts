const STEPS = [
  [60, 'min'],
  [60, 'h'],
  [24, 'd'],
] as const;

/** `2026-11-28 13:57 UTC`: the same for everybody, wherever they sit. */
export const utcOf = (time: string): string => {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? time : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
};

/** `5 min ago`, `in 2 h`: what people want to know of a time. */
export function ageOf(time: string, nowMs = Date.now()): string {
  const seconds = Math.round((nowMs - Date.parse(time)) / 1_000);
  if (Number.isNaN(seconds)) return '';
  let [count, unit]: [number, string] = [Math.abs(seconds), 's'];
  for (const [size, next] of STEPS) {
    if (count < size) break;
    [count, unit] = [Math.floor(count / size), next];
  }
  return seconds < 0 ? `in ${count} ${unit}` : `${count} ${unit} ago`;
}
