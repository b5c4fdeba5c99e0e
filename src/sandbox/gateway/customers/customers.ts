import type { Answer, Call } from '../api/call.js';
import { present } from '../store/present.js';
import type { Customer } from '../store/cash-records.js';
import { newId } from '../wire/ids.js';
import type { Params } from '../wire/params.js';
import { noSuch } from '../wire/stripe-error.js';
import { seconds } from '../wire/time.js';

export const CUSTOMER_PARAMS = ['description', 'email', 'metadata', 'name', 'phone'];

type Said = Pick<Customer, 'description' | 'email' | 'metadata' | 'name' | 'phone'>;

const NOTHING: Said = { description: null, email: null, metadata: {}, name: null, phone: null };

/** `POST /v1/customers`. */
export function createCustomer({ commit, params }: Call): Answer {
  const customer = commit.put<Customer>({
    object: 'customer',
    id: newId('cus', 14),
    created: seconds(),
    ...read(params, NOTHING),
  });
  commit.emit('customer.created', customer);
  return { body: present(customer), intent: null };
}

/** `POST /v1/customers/:id`. */
export function updateCustomer(call: Call): Answer {
  const { commit, params } = call;
  const before = findCustomer(call);
  const customer = commit.put<Customer>({ ...before, ...read(params, before) });
  commit.emit('customer.updated', customer);
  return { body: present(customer), intent: null };
}

/** The customer that the path names. */
export function findCustomer({ id, store }: Pick<Call, 'id' | 'store'>): Customer {
  const customer = store.customers.get(id);
  if (!customer) throw noSuch('customer', id, 'id');
  return customer;
}

/** The customer that a parameter names, if it names one. */
export function namedCustomer({ params, store }: Pick<Call, 'params' | 'store'>): Customer | undefined {
  const id = params.text('customer');
  const customer = store.customers.get(id ?? '');
  if (id && !customer) throw noSuch('customer', id, 'customer', 400);
  return customer;
}

function read(params: Params, before: Said): Said {
  return {
    description: params.text('description') ?? before.description,
    email: params.text('email') ?? before.email,
    metadata: params.metadata(before.metadata),
    name: params.text('name') ?? before.name,
    phone: params.text('phone') ?? before.phone,
  };
}
