import { fail } from '../../../../shared/fail';
import { isEmptyObject } from '../../../../shared/form/merge';
import { json } from '../../../../shared/form/fields';
import type { ToolForm } from './toolForm';

/** Stands for every type without a form; what Vapi gets as `type` is in the JSON. */
export const OTHER = 'other';

const whole = json({
  displayName: 'Tool (JSON)',
  name: 'toolJson',
  path: '',
  default: '{\n  "type": "bash",\n  "subType": "bash_20241022",\n  "name": "bash"\n}',
  required: true,
  description: 'All fields of the tool as in the Vapi API, with its type',
});

/** Types that Vapi knows and this node has no fields for: bash, computer, textEditor, and newer ones. */
export const otherTool: ToolForm = {
  type: OTHER,
  name: 'Other (JSON)',
  description: 'Any type, such as bash, computer or textEditor',
  messages: 'none',
  main: (creating) => [
    creating
      ? {
          ...whole,
          read: (value, place) => {
            const tool = whole.read(value, place);
            if (!isEmptyObject(tool)) return tool;
            throw fail(place.node, 'INPUT_MISSING', 'Tool (JSON)', place.itemIndex);
          },
        }
      : { ...whole, property: { ...whole.property, required: false, default: '{}' } },
  ],
  more: [],
};
