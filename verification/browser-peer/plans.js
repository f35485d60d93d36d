// What the capacity of the link does during a run.

/** Capacities in kb/s, each for as long as a step takes. */
export const PLANS = {
  'steps-1500-500-1500-2500': [1500, 500, 1500, 2500],
  'steps-3000-800-3000': [3000, 800, 3000],
  'steps-1000-2000-400-2000': [1000, 2000, 400, 2000],
};
