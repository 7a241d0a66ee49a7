/** Every route of the API is below it; the probes are not. */
export const GLOBAL_PREFIX = 'api/v1';
