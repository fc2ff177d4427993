namespace SkRouter.AspNetCore.Api;

/// <summary>Everything below <c>/v1</c> that is not there, said in the protocol that clients of it read.</summary>
internal static class UnknownRoute
{
    public static Task HandleAsync(ApiCall call)
    {
        var request = call.Http.Request;
        throw new ApiFaultException(
            new(
                404,
                ApiFaultTypes.InvalidRequest,
                $"There is no {request.Method} {request.Path}. See /v1/models and /v1/chat/completions."
            )
            {
                Code = "unknown_url",
            }
        );
    }
}
