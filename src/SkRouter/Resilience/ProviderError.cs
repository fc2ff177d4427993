namespace SkRouter.Resilience;

/// <summary>What a provider said when it refused a request or broke off: its own words and codes, shortened and without keys.</summary>
/// <param name="Status">The HTTP status; null if there was none.</param>
/// <param name="Message">The provider's message; null if it gave none.</param>
/// <param name="Code">The provider's code for the error (<c>context_length_exceeded</c>, <c>1301</c>); null if it gave none.</param>
/// <param name="Type">The provider's class of error (<c>invalid_request_error</c>); null if it gave none.</param>
/// <param name="Parameter">The parameter that the provider complains about; null if it named none.</param>
public sealed record ProviderError(
    int? Status,
    string? Message,
    string? Code,
    string? Type,
    string? Parameter
);
