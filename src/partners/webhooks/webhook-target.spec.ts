import { isPublicAddress, readTarget, WebhookTargets } from './webhook-target.js';

const strict = { WEBHOOK_ALLOW_INSECURE: false, WEBHOOK_ALLOW_PRIVATE: false };
const inTheBox = { WEBHOOK_ALLOW_INSECURE: true, WEBHOOK_ALLOW_PRIVATE: true };

const PRIVATE = 'must not lead to a private, local or reserved address';

test.each([
  ['https://hooks.example.com/settle?shop=1'],
  ['https://hooks.example.com:8443/'],
  ['https://hooks.example.com:80/'],
  ['https://93.184.216.34/'],
  ['https://[2606:2800:220:1:248:1893:25c8:1946]/'],
])('%s may be called', (url) => {
  expect(readTarget(url, strict)).toEqual(new URL(url));
});

test.each([
  ['hooks.example.com', 'must be a URL'],
  ['https://', 'must be a URL'],
  ['https://hooks example.com/', 'must be a URL'],
  ['https://1.2.3.4.5/', 'must be a URL'],
  ['https://hooks.example.com:99999/', 'must be a URL'],
  [`https://hooks.example.com/${'x'.repeat(2_000)}`, 'must have at most 2000 characters'],
  ['http://hooks.example.com/', 'must begin with https://'],
  ['ftp://hooks.example.com/', 'must begin with https://'],
  ['file:///etc/passwd', 'must begin with https://'],
  ['gopher://hooks.example.com/', 'must begin with https://'],
  ['javascript:alert(1)', 'must begin with https://'],
  ['https://ada@hooks.example.com/', 'must carry no user name or password'],
  ['https://ada:secret@hooks.example.com/', 'must carry no user name or password'],
  ['https://hooks.example.com@127.0.0.1/', 'must carry no user name or password'],
  ['https://hooks.example.com/#there', 'must carry no fragment'],
  ['https://hooks.example.com/#', 'must carry no fragment'],
  ['https://hooks.example.com:22/', 'must use port 443, 80, or one from 1024 on'],
  ['https://hooks.example.com:1023/', 'must use port 443, 80, or one from 1024 on'],
  ['https://hooks.example.com:0/', 'must use port 443, 80, or one from 1024 on'],
  ['https://127.0.0.1/', PRIVATE],
  ['https://2130706433/', PRIVATE],
  ['https://0x7f000001/', PRIVATE],
  ['https://0177.0.0.1/', PRIVATE],
  ['https://127.1/', PRIVATE],
  ['https://①②⑦.0.0.1/', PRIVATE],
  ['https://0/', PRIVATE],
  ['https://10.1.2.3/', PRIVATE],
  ['https://172.31.255.255/', PRIVATE],
  ['https://192.168.1.1/', PRIVATE],
  ['https://169.254.169.254/latest/meta-data/', PRIVATE],
  ['https://100.64.0.1/', PRIVATE],
  ['https://198.18.0.1/', PRIVATE],
  ['https://192.0.2.1/', PRIVATE],
  ['https://224.0.0.1/', PRIVATE],
  ['https://255.255.255.255/', PRIVATE],
  ['https://[::]/', PRIVATE],
  ['https://[::1]/', PRIVATE],
  ['https://[fe80::1]/', PRIVATE],
  ['https://[fd00::1]/', PRIVATE],
  ['https://[ff02::1]/', PRIVATE],
  ['https://[::ffff:127.0.0.1]/', PRIVATE],
  ['https://[::ffff:93.184.216.34]/', PRIVATE],
  ['https://[::127.0.0.1]/', PRIVATE],
  ['https://[64:ff9b::7f00:1]/', PRIVATE],
  ['https://[2002:7f00:1::]/', PRIVATE],
  ['https://[2001:db8::1]/', PRIVATE],
  ['https://[2001::1]/', PRIVATE],
])('%s may not: %s', (url, reason) => {
  expect(readTarget(url, strict)).toBe(reason);
});

test.each([
  ['128.0.0.1', true],
  ['11.0.0.1', true],
  ['172.32.0.1', true],
  ['100.128.0.1', true],
  ['223.255.255.255', true],
  ['2a00:1450:4001::1', true],
  ['no address', false],
])('%s is somebody’s server: %j', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});

test('in the box plain HTTP and this machine may be called, credentials not', () => {
  expect(readTarget('http://127.0.0.1:4000/', inTheBox)).toEqual(new URL('http://127.0.0.1:4000/'));
  expect(readTarget('http://a:b@127.0.0.1:4000/', inTheBox)).toBe('must carry no user name or password');
});

test('a name of this machine is looked up, and refused for what it leads to', async () => {
  expect(await new WebhookTargets(strict).refusalOf('https://localhost/')).toBe(PRIVATE);
  expect(await new WebhookTargets(inTheBox).refusalOf('https://localhost/')).toBeUndefined();
  expect(await new WebhookTargets(strict).refusalOf('https://no-such-machine/')).toBe(
    'must have a host that can be found',
  );
});

test('at every connection the address is checked again', async () => {
  const connect = (rules: typeof strict, all: boolean) =>
    new Promise((resolve) => {
      new WebhookTargets(rules).lookup('localhost', { all }, (error, found) => resolve(error?.code ?? found));
    });
  expect(await connect(strict, true)).toBe('TARGET_REFUSED');
  expect(await connect(inTheBox, true)).toContainEqual({ address: '127.0.0.1', family: 4 });
  expect(await connect(inTheBox, false)).toMatch(/^(127\.0\.0\.1|::1)$/);
});
