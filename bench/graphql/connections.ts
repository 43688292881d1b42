/** How the servers beside the hub hold their connections: as many as it, and like it through the turns of the others, which service does not have. */
export const CONNECTIONS = { max: 10, idleTimeoutMillis: 0 };
