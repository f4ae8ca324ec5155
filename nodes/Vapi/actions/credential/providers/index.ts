import { azure } from './azure';
import { cloudflare, s3Compatible, supabase } from './bucketPlans';
import { twilio, vonage } from './carriers';
import { gcp } from './gcp';
import { other } from './other';
import type { Provider } from './provider';
import { s3 } from './s3';
import { customCredential, customLlm, webhook } from './servers';
import { sipTrunk } from './sipTrunk';

/** Every kind of credential that has a form, by name. */
export const PROVIDERS: readonly Provider[] = [
  s3,
  azure,
  cloudflare,
  customCredential,
  customLlm,
  gcp,
  other,
  s3Compatible,
  sipTrunk,
  supabase,
  twilio,
  vonage,
  webhook,
].sort((a, b) => a.name.localeCompare(b.name));
