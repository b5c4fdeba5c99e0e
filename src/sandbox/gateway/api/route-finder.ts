interface Address {
  method: string;
  /** `:id` stands for one segment. */
  path: string;
}

/** Finds the first of the routes that fits, and the id in its path, or '' where it has none. */
export function routeFinder<T extends Address>(
  routes: readonly T[],
): (method: string, path: string) => { route: T; id: string } | undefined {
  const compiled = routes.map((route) => ({
    route,
    pattern: new RegExp(`^${route.path.replace(':id', '([^/]+)')}$`),
  }));
  return (method, path) => {
    for (const { route, pattern } of compiled) {
      const match = route.method === method ? pattern.exec(path) : null;
      if (match) return { route, id: match[1] ?? '' };
    }
    return undefined;
  };
}
