using Microsoft.AspNetCore.Http;

namespace SkRouter.AspNetCore.Access;

/// <summary>Asked before anything of a request's body is read.</summary>
internal interface IApiGate
{
    /// <summary>Tells who sent the request, and whether this key may ask again already.</summary>
    ValueTask<ApiAdmission> AdmitAsync(HttpContext http);
}
