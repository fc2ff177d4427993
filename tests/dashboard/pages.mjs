// Every page of the dashboard, in every way that asks something else of the ledger: its ranges, its dimensions, its filters, far back.
const spans = ["1h", "24h", "7d", "30d", "all"];
const dimensions = ["agent", "role", "model", "provider", "deployment", "key", "run", "tenant", "tag", "day", "hour"];
const filters = {
  role: "coder",
  agent: "auditor",
  model: "gpt-4.1",
  deployment: "azure/gpt-4.1-mini",
  tenant: "acme",
  outcome: "Failed",
};

export async function pagesOf(router) {
  const text = async (path) => (await fetch(`${router.url}/router${path}`)).text();
  const request = /\/requests\/([0-9a-f]{32})"/.exec(await text("/requests"))?.[1];
  const run = /\/runs\/([^"]+)"/.exec(await text("/runs?span=all"))?.[1];
  const tag = (by) => (by === "tag" ? "&tag=team" : "");
  return [
    ...spans.map((span) => [`overview ${span}`, `?span=${span}`]),
    ...spans.map((span) => [`series ${span}`, `/data/series?span=${span}`]),
    ...dimensions.flatMap((by) => ["24h", "30d"].map((span) => [`breakdown ${by} ${span}`, `/breakdown?by=${by}${tag(by)}&span=${span}`])),
    ...["agent&and=model", "provider&and=key", "role&and=tenant", "deployment&and=day", "tag&tag=team&and=agent", "run&and=agent"].flatMap((by) =>
      ["24h", "7d", "30d", "all"].map((span) => [`breakdown ${by} ${span}`, `/breakdown?by=${by}&span=${span}`]),
    ),
    ["breakdown agent csv 30d", "/breakdown.csv?by=agent&span=30d"],
    ["breakdown agent&and=model csv 30d", "/breakdown.csv?by=agent&and=model&span=30d"],
    ["breakdown run csv 24h", "/breakdown.csv?by=run&span=24h"],
    ["requests", "/requests"],
    ["requests far back", `/requests?after=${farBack(request)}`],
    ...Object.entries(filters).map(([name, value]) => [`requests ${name}=${value}`, `/requests?${name}=${encodeURIComponent(value)}`]),
    ["requests nobody", "/requests?agent=nobody"],
    ["requests agent and model", "/requests?agent=auditor&model=gpt-4.1"],
    ["requests run", `/requests?run=${run}`],
    ["request", `/requests/${request}`],
    ...spans.map((span) => [`runs ${span}`, `/runs?span=${span}`]),
    ["run", `/runs/${run}`],
    ["graph of a run", `/runs/${run}/graph.svg`],
    ["health", "/health"],
    ["budgets", "/budgets"],
    ["why", "/why?prompt=Prove+that+there+are+infinitely+many+primes&role=coder&tools=on"],
    ["settings", "/settings"],
    ["audit log", "/audit"],
  ];
}

/** A page's mark, as the newest request's would be had it begun fifteen days before: 100 ns since the year 1, and a number. */
function farBack(request) {
  const milliseconds = BigInt(`0x${request.slice(0, 12)}`) - 15n * 24n * 3_600_000n;
  return `${milliseconds * 10_000n + 621_355_968_000_000_000n}-0`;
}
