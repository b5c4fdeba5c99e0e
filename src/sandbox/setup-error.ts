/** Something a person can put right: its message is one sentence that says how, shown without a stack. */
export class SetupError extends Error {
  override name = 'SetupError';
}
