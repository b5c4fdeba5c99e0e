/** The shape of every product id; anything else is no product, and is not looked up. */
export const PRODUCT_ID = /^[\w-]{1,64}$/;

export const isProductId = (text: string): boolean => PRODUCT_ID.test(text);
