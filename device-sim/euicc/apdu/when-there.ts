/** What comes of a value: at once when the value is there already, so that nobody waits for what takes no time. */
export const whenThere = <T, R>(value: T | Promise<T>, then: (value: T) => R): R | Promise<R> =>
  value instanceof Promise ? value.then(then) : then(value);
