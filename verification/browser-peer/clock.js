// One clock for all processes of a run.

/** Milliseconds on the machine's monotonic clock, which is the same in every process. */
export const nowMs = () => Number(process.hrtime.bigint() / 1000n) / 1000;
