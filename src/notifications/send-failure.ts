/** Why a mail did not leave, in words that carry no address: the server's own text often repeats it. */
export interface SendFailure {
  /** `EENVELOPE 550 5.1.1 RCPT TO` */
  readonly reason: string;
  /** The server refused this recipient or this message for good; the same mail again gets the same answer. */
  readonly permanent: boolean;
}

/** What the mailer attaches to an error of the transport. */
interface TransportError {
  readonly code: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/** 5xx answers that are about our own set-up (bad sequence, authentication required): an operator cures those. */
const OUR_FAULT = new Set([503, 530]);

/** `undefined` for an error that is not the transport's: a bug, which nobody should hide. */
export function sendFailureOf(error: unknown): SendFailure | undefined {
  if (!isTransportError(error)) return undefined;
  const { code, responseCode, command } = error;
  const words = [code, responseCode, enhancedCodeOf(error), command];
  return {
    reason: words.filter((word) => word !== undefined).join(' '),
    permanent: isRefused(error),
  };
}

function isTransportError(error: unknown): error is TransportError {
  return error instanceof Error && /^E[A-Z0-9]+$/.test(String((error as { code?: unknown }).code));
}

function isRefused({ code, command, responseCode }: TransportError): boolean {
  // Without an answer the mailer itself found that the address cannot be one.
  if (responseCode === undefined) return code === 'EENVELOPE';
  const aboutThisMail = command === 'RCPT TO' || command === 'DATA';
  return aboutThisMail && responseCode >= 500 && responseCode < 600 && !OUR_FAULT.has(responseCode);
}

/** `5.1.1` of RFC 3463, where the server gives one. */
function enhancedCodeOf({ response }: TransportError): string | undefined {
  return /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\s/.exec(response ?? '')?.[1];
}
