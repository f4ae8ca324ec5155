import { kindOf, nameFile, RECORDINGS } from '../../../../../nodes/Vapi/actions/call/recordingFile';

it.each([
  ['mono-recording', 'audio/wav', '/x', 'c1-mono.wav', 'audio/wav'],
  ['mono-recording', 'audio/x-wav', '/x', 'c1-mono.wav', 'audio/x-wav'],
  ['stereo-recording', 'audio/mpeg', '/x.wav', 'c1-stereo.mp3', 'audio/mpeg'],
  ['customer-recording', 'application/octet-stream', '/a/b.mp3', 'c1-customer.mp3', 'audio/mpeg'],
  ['assistant-recording', 'binary/octet-stream', '/a/b', 'c1-assistant.wav', 'audio/wav'],
  ['assistant-recording', '', '/a.exe', 'c1-assistant.wav', 'audio/wav'],
  ['video-recording', 'video/webm', '/x', 'c1-video.webm', 'video/webm'],
  ['video-recording', '', '/x', 'c1-video.mp4', 'video/mp4'],
  ['pcap', '', '/x', 'c1-trace.pcap', 'application/vnd.tcpdump.pcap'],
  ['call-logs', 'application/gzip', '', 'c1-logs.jsonl.gz', 'application/gzip'],
])('%s of type "%s" at %s', (recording, type, path, fileName, mimeType) => {
  expect(nameFile('c1', recording, type, path)).toEqual({ fileName, mimeType });
});

it('an ID cannot lead the file to another folder', () => {
  expect(nameFile('../../etc/x', 'pcap', '', '').fileName).toBe('______etc_x-trace.pcap');
});

it('knows what there is, and no more', () => {
  expect(Object.keys(RECORDINGS)).toHaveLength(7);
  expect(kindOf('mono-recording')?.name).toBe('Mono');
  expect(kindOf('constructor')).toBeUndefined();
});
