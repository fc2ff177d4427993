using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SkRouter.AspNetCore.Dashboard;

/// <summary>Where the dashboard is, and the request that a page answers: everything that a page shows follows from its address.</summary>
internal sealed class DashboardPlace(HttpContext http, string root, string token)
{
    public string Token => token;

    public IQueryCollection Query => http.Request.Query;

    /// <summary>The address of a page or file of the dashboard.</summary>
    public string To(string path) => path.Length == 0 ? root : $"{root}/{path}";

    public string Asset(string name) => To(DashboardAssets.Path(name));

    /// <summary>A value of the address; null if it is missing or empty.</summary>
    public string? Value(string name) =>
        http.Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;

    /// <summary>The same page with one value changed; null removes it. Going elsewhere in a list begins it anew.</summary>
    public string With(string page, string name, string? value)
    {
        var values = http
            .Request.Query.Where(pair =>
                pair.Key != name && pair.Key != "after" && pair.Key != "said"
            )
            .SelectMany(pair => pair.Value, (pair, text) => KeyValuePair.Create(pair.Key, text))
            .ToList();
        if (value is not null)
        {
            values.Add(new(name, value));
        }

        return QueryHelpers.AddQueryString(To(page), values);
    }
}
