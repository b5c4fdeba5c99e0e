const ORDER_NUMBER = /^ORD-[0-9A-HJKMNP-TV-Z]{10}$/;

/** Whether a text can be an order's number; what cannot never reaches the database. */
export const isOrderNumber = (text: string): boolean => ORDER_NUMBER.test(text);
