import { resolveTarget } from './hosts';
import { render, renderDeep } from './render';

describe('mapping public addresses', () => {
  const hosts = { 'n8n.test': 'http://127.0.0.1:5678', 'n8n.test:8443': 'http://127.0.0.1:9000' };

  it('keeps path, query and public name', () => {
    const target = resolveTarget('https://n8n.test/webhook/a?b=c', hosts);
    expect([target.url.href, target.host, target.scheme]).toEqual([
      'http://127.0.0.1:5678/webhook/a?b=c',
      'n8n.test',
      'https',
    ]);
  });

  it('prefers a name with its port', () => {
    expect(resolveTarget('https://n8n.test:8443/x', hosts).url.port).toBe('9000');
    expect(resolveTarget('https://n8n.test:9443/x', hosts).url.port).toBe('5678');
  });

  it('lets loopback addresses pass', () => {
    expect(resolveTarget('http://127.0.0.1:80/x', {}).url.href).toBe('http://127.0.0.1/x');
    expect(resolveTarget('http://localhost:81/x', {}).host).toBe('localhost:81');
  });

  it.each([
    ['https://example.com/x', 'No loopback origin is known for example.com'],
    ['/webhook', 'is not an absolute URL'],
    ['ftp://n8n.test/x', 'has the scheme ftp'],
  ])('refuses %s', (address, message) => {
    expect(() => resolveTarget(address, hosts)).toThrow(message);
  });
});

describe('templates', () => {
  const values = { name: 'Dana', call: { id: 'c1' }, items: [1, 2] };

  it('fill in values, defaults, and nothing for what is missing', () => {
    expect(render('{{name}} {{ call.id }} {{items}} [{{gone.far}}]', values)).toBe('Dana c1 [1,2] []');
    expect(render(`{{ gone | default: "you" }} {{ name | default: 'you' }}`, values)).toBe('you Dana');
    expect(render('{% if x %} stays {{ no-name }}', values)).toBe('{% if x %} stays {{ no-name }}');
  });

  it('reach every string of a value', () => {
    expect(renderDeep({ a: ['{{name}}', 7], b: { c: '{{call.id}}' } }, values)).toEqual({
      a: ['Dana', 7],
      b: { c: 'c1' },
    });
  });
});
