using Microsoft.AspNetCore.Http;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Access;

/// <summary>Without keys, this machine is let in and nobody else.</summary>
internal sealed class LoopbackGate : IApiGate
{
    private static readonly ApiCaller Local = new("local");

    private static readonly ApiFault Remote = new(
        401,
        ApiFaultTypes.Authentication,
        "Without a key only this machine is answered, asked for by its own name. Make a key with 'skrouter key create NAME' and send it as Authorization: Bearer."
    )
    {
        Code = "key_required",
    };

    public ValueTask<ApiAdmission> AdmitAsync(HttpContext http) =>
        ValueTask.FromResult(
            LoopbackRequest.Is(http)
                ? new ApiAdmission(Local, Fault: null)
                : new ApiAdmission(Caller: null, Remote)
        );
}
