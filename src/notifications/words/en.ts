/** What mails say in English. The other languages have the same shape: a phrase that one lacks is a type error. */
export const en = {
  labels: {
    order: 'Order',
    placedOn: 'Placed on',
    payment: 'Payment',
    subtotal: 'Subtotal',
    shipping: 'Shipping',
    free: 'Free',
    tax: 'Tax',
    total: 'Total',
    shipTo: 'Ship to',
    billTo: 'Bill to',
    items: 'Items',
    viewOrder: 'View your order',
    trackParcel: 'Track your parcel',
    payNow: 'Pay now',
    setPassword: 'Set a new password',
    code: 'Your code',
    amount: 'Amount',
    reference: 'Reference',
    refund: 'Refund',
    return: 'Return',
    number: 'Number',
    note: 'A word from us',
    iban: 'IBAN',
    bic: 'BIC',
    accountHolder: 'Account holder',
    accountNumber: 'Account number',
    routingNumber: 'Routing number',
    bank: 'Bank',
    transferTo: 'Transfer to',
    carrier: 'Carrier',
    trackingNumber: 'Tracking number',
    parcel: 'Parcel',
    product: 'Product',
    available: 'Left',
  },
  greeting: (name: string) => (name ? `Hello ${name},` : 'Hello,'),
  footer: {
    order: (number: string, shop: string) =>
      `You receive this mail because of your order ${number} at ${shop}.`,
    account: (shop: string) => `You receive this mail because of your account at ${shop}.`,
    shop: (shop: string) => `You receive this mail because you look after the stock of ${shop}.`,
    automatic: 'It was sent automatically.',
  },
  sentLater: (price: string, count: number) => `${price} (${count} sent later)`,
  methods: {
    credit_card: 'Credit card',
    debit_card: 'Debit card',
    apple_pay: 'Apple Pay',
    paypal: 'PayPal',
    bank_transfer: 'Bank transfer',
    crypto: 'Cryptocurrency',
  },

  confirmed: {
    subject: (number: string) => `Your order ${number} is confirmed`,
    title: 'Your order is confirmed',
    thanks: 'Thank you.',
    paid: (total: string) => `Your payment of ${total} has arrived`,
    promised: (total: string) =>
      `Your payment of ${total} is reserved and will be taken when your items are shipped`,
    ready: (payment: string) => `Thank you for your order. ${payment}. We are getting your items ready.`,
    later: 'Some of them are not in stock yet. We send them as soon as they are.',
    missing: (names: string) =>
      `Not in stock, and so not part of this order: ${names}. You pay for nothing that we cannot send.`,
  },
  cancelled: {
    subject: (number: string) => `Your order ${number} is cancelled`,
    title: 'Your order is cancelled',
    reasons: {
      customer_request: 'As you asked, we have cancelled your order.',
      payment_expired:
        'Your order was not paid in time, so we have cancelled it. The items are no longer held for you.',
      out_of_stock:
        'We are sorry: an item of your order sold out before your payment arrived, so we had to cancel it.',
      admin: 'We had to cancel your order.',
      other: 'Your order has been cancelled.',
    },
    mayStillArrive: 'If your payment is on its way, we send it back when it arrives.',
  },
  itemsCancelled: {
    subject: (number: string) => `We have removed items from your order ${number}`,
    title: 'Items were removed from your order',
    what: 'We have taken these items out of your order. The rest of it stays as it is.',
    refund: (amount: string) => `Your refund of ${amount} is on its way. We write to you when it is made.`,
  },
  paymentReturned: {
    subject: (number: string) => `We are returning your payment for order ${number}`,
    title: 'We are returning your payment',
    reasons: {
      paid_already:
        'Your order was paid already when another payment for it reached us. Your order stays as it is; we are returning the second payment.',
      adjusted:
        'Your payment is of what your order cost before it was changed, so we are returning it. Your order stays as it is and can be paid anew.',
      other:
        'Your payment reached us after this order had ended, so we are returning it. You owe us nothing.',
    },
  },
  notices: {
    nothingCharged: {
      title: 'Nothing was charged',
      line: 'No payment was taken for this order, so there is nothing to refund.',
    },
    promiseReleased: {
      title: 'Nothing was charged',
      line: 'The amount that was reserved for this order is yours again. Banks may need some days to show it.',
    },
    nothingLeft: {
      title: 'There is nothing left to refund',
      line: 'What you paid for this order has been refunded before, or your bank has claimed it back for you.',
    },
    undecided: {
      title: (amount: string) => `Your payment of ${amount} is still undecided`,
      line: () => 'Should it come through after all, we return all of it.',
    },
    onItsWay: {
      title: (amount: string) => `Your refund of ${amount} is on its way`,
      line: (method: string) =>
        `It goes back to where it came from (${method}). It usually takes 5 to 10 business days until it shows.`,
    },
    needsAttention: {
      title: (amount: string) => `Your refund of ${amount} needs our attention`,
      line: (method: string) =>
        `It could not go back to where it came from (${method}). We will find another way with you.`,
    },
    reference: (id: string) => `Reference: ${id}`,
  },
  refunded: {
    subject: (amount: string, number: string) => `We have refunded ${amount} for your order ${number}`,
    title: (amount: string) => `We have refunded ${amount}`,
    what: (method: string) =>
      `The money went back to where it came from (${method}). It usually takes 5 to 10 business days until it shows.`,
  },
  refundFailed: {
    subject: (number: string) => `Your refund for order ${number} needs our attention`,
    title: (amount: string) => `Your refund of ${amount} needs our attention`,
    what: (method: string) => `The money could not go back to where it came from (${method}).`,
    next: 'It is still yours. We will find another way and get in touch with you; there is nothing that you have to do now.',
  },
  paymentFailed: {
    subject: (number: string) => `Your payment for order ${number} did not go through`,
    title: 'Your payment did not go through',
    reasons: {
      insufficient_funds: 'There was not enough money on the card or account.',
      card_declined: 'The bank has declined the card.',
      expired_card: 'The card has expired.',
      invalid_card_details: 'The details of the card are not right.',
      payment_blocked: 'The payment was blocked.',
      invalid_payment_method: 'This payment method cannot be used.',
      authentication_failed: 'The payment was not confirmed with your bank.',
      other: 'The payment was not accepted.',
    },
    nothingCharged: (reason: string) => `${reason} Nothing was charged.`,
    next: (until: string) =>
      `Your order is kept until ${until}. You can pay it until then, with another card or another method.`,
  },
  instructions: {
    subject: (number: string) => `How to pay your order ${number}`,
    transfer: (amount: string) => `Please transfer ${amount}`,
    transferRest: (amount: string) => `Please transfer the remaining ${amount}`,
    transferWhat:
      'Thank you for your order. Please give the reference with your transfer, so that we can find it.',
    partArrived: 'A part of your payment has arrived. Thank you. This is what is still missing.',
    crypto: (amount: string) => `Please pay ${amount}`,
    cryptoWhat: 'Thank you for your order. The payment page shows you the address and the exact amount.',
    until: (until: string) => `We hold your items until ${until} and send them once you have paid.`,
  },
  expiring: {
    subject: (number: string) => `Your order ${number} is waiting for your payment`,
    title: 'Your order is waiting for your payment',
    what: (until: string) =>
      `We hold your items until ${until}. If it is not paid by then, the order is cancelled by itself.`,
    paidAlready: 'If you have paid already, there is nothing more to do.',
  },
  shipped: {
    subject: (number: string) => `A parcel of your order ${number} is on its way`,
    title: 'Your parcel is on its way',
    what: (carrier: string) => `We have handed it over to ${carrier}.`,
    rest: 'The rest of your order follows in another parcel.',
  },
  delivered: {
    subject: (number: string) => `Your order ${number} has been delivered`,
    title: 'Your order has been delivered',
    what: 'We hope that you like it.',
    wrong: 'Is something missing or not as it should be? Open your order to return it.',
  },
  returns: {
    requestedSubject: (number: string) => `We have received your return request for order ${number}`,
    requestedTitle: 'We have received your return request',
    requested: 'We look at it and write to you. Please do not send anything before.',
    approvedSubject: (number: string) => `Your return for order ${number} is approved`,
    approvedTitle: 'Your return is approved',
    approved: 'Please send these items back to us, and write the return’s number on the parcel.',
    refundFollows: 'We refund them once they are here.',
    refusedSubject: (number: string) => `About your return for order ${number}`,
    refusedTitle: 'We cannot accept your return',
    refused: 'We have looked at your request and cannot take these items back.',
    receivedSubject: (number: string) => `Your return for order ${number} has arrived`,
    receivedTitle: 'Your return has arrived',
    received: 'Thank you. These items have arrived.',
    refund: (amount: string) => `Your refund of ${amount} is on its way. We write to you when it is made.`,
  },
  orderLink: {
    subject: (number: string) => `Your link to order ${number}`,
    title: 'Your link to your order',
    what: (days: number) => `You asked for a new link. It shows your order for ${days} days.`,
    notYou: 'If it was not you who asked, you need not do anything.',
  },
  passwordReset: {
    subject: 'Set a new password',
    title: 'Set a new password',
    what: 'Somebody, we hope you, asked for a new password for your account.',
    until: (until: string) => `This works once, until ${until}.`,
    notYou: 'If it was not you, you need not do anything: your password stays as it is.',
  },
  stockLow: {
    subject: (product: string, left: number) => `Low stock: ${product} (${left} left)`,
    title: 'Few are left',
    what: (left: number, lowAt: number) =>
      `${left} can still be sold. You asked to be told when it is ${lowAt} or fewer.`,
  },
  staffLocked: {
    subject: (email: string) => `Log-in locked: ${email}`,
    title: 'Too many wrong log-ins',
    what: (email: string, minutes: number) =>
      `Somebody has tried too often to log in to the admin panel as ${email}. The account is locked for ${minutes} minutes.`,
    otherwise: 'If it was nobody you know, look at the audit, and give the account another password.',
    because: (shop: string) => `You receive this mail because you own the admin panel of ${shop}.`,
  },
};

export type Words = typeof en;
