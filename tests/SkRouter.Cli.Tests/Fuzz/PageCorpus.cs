namespace SkRouter.Cli.Tests.Fuzz;

/// <summary>Gives requests for everything that is not asked with a JSON body: lists, stored responses, health, metrics, and the dashboard's pages, data and forms.</summary>
/// <param name="token">What forms of the dashboard bring back.</param>
internal sealed class PageCorpus(string token)
{
    private static readonly (string Method, string Path)[] Places =
    [
        ("GET", "/v1/models"),
        ("GET", "/v1/models/{0}"),
        ("GET", "/v1/responses/{0}"),
        ("GET", "/v1/responses/{0}/input_items"),
        ("DELETE", "/v1/responses/{0}"),
        ("GET", "/v1/{0}"),
        ("PUT", "/v1/chat/completions"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("GET", "/metrics"),
        ("GET", "/router"),
        ("GET", "/router/breakdown"),
        ("GET", "/router/breakdown.csv"),
        ("GET", "/router/requests"),
        ("GET", "/router/requests/{0}"),
        ("GET", "/router/runs"),
        ("GET", "/router/runs/{0}"),
        ("GET", "/router/runs/{0}/graph.svg"),
        ("GET", "/router/health"),
        ("GET", "/router/budgets"),
        ("GET", "/router/why"),
        ("GET", "/router/settings"),
        ("GET", "/router/audit"),
        ("GET", "/router/data/series"),
        ("GET", "/router/assets/{0}/{0}"),
        ("GET", "/router/login"),
        ("GET", "/router/{0}"),
        ("POST", "/router/login"),
        ("POST", "/router/logout"),
        ("POST", "/router/health/drain"),
        ("POST", "/router/health/restore"),
        ("POST", "/router/budgets/set"),
        ("POST", "/router/budgets/remove"),
    ];

    private static readonly string[] Names =
    [
        "span",
        "by",
        "zone",
        "role",
        "agent",
        "model",
        "deployment",
        "tenant",
        "run",
        "outcome",
        "after",
        "limit",
        "order",
        "include",
        "since",
        "until",
        "prompt",
        "once",
        "said",
        "show",
        "key",
        "kind",
        "name",
        "usd",
        "window",
        "action",
        "shadow",
        "count",
        "sort",
    ];

    private static readonly string[] Values =
    [
        "",
        " ",
        "0",
        "-1",
        "1",
        "24h",
        "7d",
        "100d",
        "99999999999999999999",
        "1e400",
        "NaN",
        "5",
        "0.50",
        "role",
        "model",
        "Tenant",
        "Role",
        "Run",
        "Tag",
        "Global",
        "day UTC",
        "month Europe/Berlin",
        "Day",
        "rolling 5 h",
        "forever",
        "Refuse",
        "Degrade",
        "on",
        "chat",
        "writer",
        "openai/m",
        "resp_1",
        "../..",
        "%",
        "%zz",
        "a\0b",
        "\ud800",
        "\u202e",
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "=cmd()",
        "Europe/Berlin",
        "Nowhere/At_All",
        "desc",
        "asc",
        "k=v",
        "*",
    ];

    public HttpRequestMessage Next(Random random, Uri address)
    {
        var (method, path) = Places[random.Next(Places.Length)];
        var asked = path.Replace("{0}", Escaped(random), StringComparison.Ordinal);
        var query =
            random.Next(2) == 0 ? "" : "?" + string.Join('&', Pairs(random, random.Next(1, 5)));
        var request = new HttpRequestMessage(new(method), new Uri(address, asked + query));
        if (method == "POST")
        {
            request.Content = Form(random);
        }

        return request;
    }

    private ByteArrayContent Form(Random random)
    {
        string[] own = random.Next(5) == 0 ? [] : [$"token={Uri.EscapeDataString(token)}"];
        var text = string.Join('&', own.Concat(Pairs(random, random.Next(8))));
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        if (random.Next(6) == 0 && bytes.Length > 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation(
            "Content-Type",
            random.Next(8) switch
            {
                0 => "multipart/form-data; boundary=x",
                1 => "multipart/form-data",
                2 => "application/x-www-form-urlencoded; charset=utf-7",
                3 => "application/json",
                _ => "application/x-www-form-urlencoded",
            }
        );
        return content;
    }

    private static List<string> Pairs(Random random, int count) =>
        Enumerable
            .Range(0, count)
            .Select(_ =>
                $"{Names[random.Next(Names.Length)]}={(random.Next(10) == 0 ? Values[random.Next(Values.Length)].Replace("\ud800", "%ED%A0%80", StringComparison.Ordinal) : Escaped(random))}"
            )
            .ToList();

    private static string Escaped(Random random) =>
        Values[random.Next(Values.Length)] is var value && value == "\ud800"
            ? "%ED%A0%80"
            : Uri.EscapeDataString(value);
}
