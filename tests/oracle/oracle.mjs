// Decides requests with @cloud-copilot/iam-simulate: JSON lines in, one JSON line out for each.
// It knows neither the management account nor service principals and the reach of RCPs, so the policies that don't bind are left out here.
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const [, , folder, reached] = process.argv
const { runSimulation } = await import(
  pathToFileURL(createRequire(`${folder}/package.json`).resolve('@cloud-copilot/iam-simulate')).href
)
const RCP_SERVICES = reached.split(',')
const DECISIONS = { Allowed: 'Allow', ExplicitlyDenied: 'ExplicitDeny', ImplicitlyDenied: 'ImplicitDeny' }
const LAYERS = {
  scp: 'scpAnalysis', rcp: 'rcpAnalysis', resource: 'resourceAnalysis',
  identity: 'identityAnalysis', boundary: 'permissionBoundaryAnalysis', session: 'sessionAnalysis',
}

const named = (documents) => documents.map((policy, index) => ({ name: `p${index}`, policy }))
const levels = (given) => given.map((documents, index) => ({ orgIdentifier: `level${index}`, policies: named(documents) }))
const isArn = (text) => text.startsWith('arn:')

function simulation(item) {
  const resourceAccount = item.resourceAccount ?? (item.resource.split(':')[4] || item.account)
  const scpsBind = !item.managementAccount && item.account !== null
  const rcpsBind = RCP_SERVICES.includes(item.action.split(':')[0].toLowerCase()) && item.action !== 'kms:RetireGrant' &&
    !(item.managementAccount && resourceAccount === item.account)
  return {
    request: {
      principal: item.principal === '*' ? { type: 'Anonymous' } : item.principal,
      action: item.action,
      resource: { resource: item.resource, accountId: resourceAccount },
      contextVariables: item.context,
    },
    identityPolicies: named(item.identity),
    serviceControlPolicies: scpsBind ? levels(item.scps) : [],
    // The oracle adds RCPFullAWSAccess to each level itself, and refuses any other Allow.
    resourceControlPolicies: rcpsBind
      ? levels(item.rcps.map((level) => level.filter((policy) => policy.Statement[0].Effect === 'Deny')))
      : [],
    permissionBoundaryPolicies: item.boundary ? named([item.boundary]) : undefined,
    sessionPolicy: item.session ?? undefined,
    resourcePolicy: item.resourcePolicy ?? undefined,
  }
}

const sids = (statements) => statements.map(({ statement }) => statement.sid() ?? `#${statement.index() - 1}`)

function layers(analysis) {
  const found = {}
  for (const [layer, key] of Object.entries(LAYERS)) {
    const part = analysis[key]
    if (!part) continue
    const parts = part.ouAnalysis ?? [part]
    found[layer] = {
      result: part.result,
      denies: parts.flatMap((each) => sids(each.denyStatements)),
      allows: parts.flatMap((each) => sids(each.allowStatements)),
    }
  }
  return found
}

async function decide(item) {
  const outcome = await runSimulation(simulation(item), { simulationMode: 'Strict' })
  if (outcome.resultType !== 'single') return { error: outcome.errors ?? outcome.resultType }
  const { analysis, ignoredContextKeys } = outcome.result
  return { decision: DECISIONS[outcome.overallResult], layers: layers(analysis), ignoredContextKeys }
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await decide(JSON.parse(line)).catch((error) => ({ error: String(error.stack) }))
  process.stdout.write(JSON.stringify(answer) + '\n')
}
