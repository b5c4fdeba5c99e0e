import { defineEntity, p } from '@mikro-orm/core';

const ProductSchema = defineEntity({
  name: 'Product',
  tableName: 'products',
  properties: {
    id: p.string().primary(),
    name: p.string(),
    description: p.text(),
    priceMinor: p.bigint('number'),
    currency: p.string(),
    /** What is taxed and shipped alike. */
    productClass: p.string(),
    /** What is not sold any more stays, since orders name it, and is not shown. */
    active: p.boolean(),
    /** More than there is may be ordered: what is not there is owed, and sent when it is. */
    backorderable: p.boolean().default(false),
  },
});

export class Product extends ProductSchema.class {}
ProductSchema.setClass(Product);
