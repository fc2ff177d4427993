namespace SkRouter.AspNetCore.Api;

/// <summary>OpenAI's words for kinds of errors.</summary>
internal static class ApiFaultTypes
{
    public const string InvalidRequest = "invalid_request_error";
    public const string Authentication = "authentication_error";
    public const string Permission = "permission_error";
    public const string NotFound = "not_found_error";
    public const string RateLimit = "rate_limit_error";
    public const string Quota = "insufficient_quota";
    public const string Server = "server_error";
}
