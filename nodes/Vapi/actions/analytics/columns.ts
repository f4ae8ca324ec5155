import type { INodePropertyOptions } from 'n8n-workflow';

const options = (names: Record<string, string>): INodePropertyOptions[] =>
  Object.entries(names)
    .map(([value, name]) => ({ name, value }))
    .sort((a, b) => a.name.localeCompare(b.name));

/** What can be counted or added up. Source: OpenAPI AnalyticsOperation. */
export const COLUMNS = options({
  id: 'Calls',
  duration: 'Duration (Minutes)',
  cost: 'Cost (US Dollars)',
  'costBreakdown.llm': 'Cost of the Language Model',
  'costBreakdown.stt': 'Cost of Speech to Text',
  'costBreakdown.tts': 'Cost of Text to Speech',
  'costBreakdown.vapi': 'Cost of Vapi',
  'costBreakdown.transport': 'Cost of Transport',
  'costBreakdown.analysisBreakdown.summary': 'Cost of Summaries',
  'costBreakdown.transcriber': 'Cost of the Transcriber',
  'costBreakdown.ttsCharacters': 'Characters Spoken',
  'costBreakdown.llmPromptTokens': 'Prompt Tokens',
  'costBreakdown.llmCachedPromptTokens': 'Cached Prompt Tokens',
  'costBreakdown.llmCompletionTokens': 'Completion Tokens',
  concurrency: 'Concurrent Calls (Subscription Table)',
  minutesUsed: 'Minutes Used (Subscription Table)',
});

export const OPERATIONS = options({
  sum: 'Sum',
  avg: 'Average',
  count: 'Count',
  min: 'Minimum',
  max: 'Maximum',
  history: 'History',
});

export const GROUPS = options({
  type: 'Call Type',
  assistantId: 'Assistant',
  endedReason: 'Ended Reason',
  'analysis.successEvaluation': 'Success Evaluation',
  status: 'Status',
});

export const STEPS = options({
  second: 'Second',
  minute: 'Minute',
  hour: 'Hour',
  day: 'Day',
  week: 'Week',
  month: 'Month',
  quarter: 'Quarter',
  year: 'Year',
  decade: 'Decade',
  century: 'Century',
  millennium: 'Millennium',
});
