import { workflowAddressProblem } from '../../bridge/src/workflowAddress';

describe('workflowAddressProblem', () => {
  it.each([
    'https://n8n.example.com/webhook/abc?x=1,2',
    'http://n8n:5678/webhook/abc',
    'http://localhost:5678/x',
    'http://127.0.0.1:5678/x',
    'http://[::1]:5678/x',
    'http://[fd00::1]/x',
    'http://10.1.2.3/x',
    'http://172.31.0.1/x',
    'http://192.168.1.2/x',
    'http://n8n.default.svc.cluster.local/x',
    'http://host.docker.internal:5678/x',
  ])('takes %s', (address) => {
    expect(workflowAddressProblem(address)).toBeUndefined();
  });

  it.each([
    ['http://n8n.example.com/webhook/abc', 'must begin with https://'],
    ['http://172.32.0.1/x', 'must begin with https://'],
    ['http://[2001:db8::1]/x', 'must begin with https://'],
    ['http://127.0.0.1.attacker.test/x', 'must begin with https://'],
    ['ftp://n8n/x', 'begins with https:// or http://'],
    ['n8n:5678/x', 'begins with https:// or http://'],
    ['', 'begins with https:// or http://'],
    ['https://n8n.example.com/a b', 'begins with https:// or http://'],
    ['https://user:pass@n8n.example.com/', 'user name'],
    ['https://n8n.example.com/#x', 'fragment'],
  ])('refuses %s', (address, problem) => {
    expect(workflowAddressProblem(address)).toContain(problem);
  });
});
