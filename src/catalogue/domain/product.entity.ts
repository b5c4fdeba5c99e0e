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
  },
});

export class Product extends ProductSchema.class {}
ProductSchema.setClass(Product);

const StockSchema = defineEntity({
  name: 'Stock',
  tableName: 'stock',
  properties: {
    product: () => p.oneToOne(Product).primary().owner(),
    onHand: p.integer(),
    /** Promised to orders that are not paid yet; never more than is on hand. */
    held: p.integer(),
  },
});

/** How many there are of a product. A row of its own, so that selling never locks what is read. */
export class Stock extends StockSchema.class {}
StockSchema.setClass(Stock);
