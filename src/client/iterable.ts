/**
 * An iterable that starts anew for each loop. An error that ended a loop is thrown again by every later `next()`, so
 * that nobody takes it for the end of the list.
 */
export function iterable<Item>(generate: () => AsyncGenerator<Item, void, undefined>): AsyncIterable<Item> {
  return { [Symbol.asyncIterator]: () => keepingError(generate()) };
}

function keepingError<Item>(generator: AsyncGenerator<Item, void, undefined>): AsyncIterator<Item, void, undefined> {
  let failure: { readonly error: unknown } | undefined;
  return {
    async next() {
      if (failure) throw failure.error;
      try {
        return await generator.next();
      } catch (error) {
        failure = { error };
        throw error;
      }
    },
    return: () => generator.return(),
  };
}
