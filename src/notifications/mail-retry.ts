/**
 * Pauses grow to two minutes and no further, for about a day: an hour after which a mail server comes back, everything
 * is out within five minutes.
 */
export const MAIL_RETRY = { retryDelayMax: 120, retryLimit: 720 };
