/** What is asked of the network is about nobody it could know. The message is one line. */
export class NoSubscriber extends Error {
  override readonly name = 'NoSubscriber';
}
