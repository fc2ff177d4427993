using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Api;

/// <summary>Moves the signature of a call, which Gemini wants back, to where the protocols of other clients have a place for one: to reasoning before the call.</summary>
internal static class CallSignature
{
    private const string Signature = ".thoughtSignature";
    private const string OfCall = "." + ProtocolFields.OfCall;

    /// <summary>Decides whether reasoning stands for the signature of a call.</summary>
    public static bool IsOne(AIContent content)
    {
        foreach (var (key, _) in content.AdditionalProperties ?? [])
        {
            if (key.EndsWith(OfCall, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>Null if the content is no call or has no signature.</returns>
    public static TextReasoningContent? Of(AIContent content, string provider)
    {
        if (content is not FunctionCallContent { AdditionalProperties: { } properties } call)
        {
            return null;
        }

        foreach (var (key, value) in properties)
        {
            if (key.EndsWith(Signature, StringComparison.Ordinal) && value is string signature)
            {
                return new("")
                {
                    ProtectedData = signature,
                    AdditionalProperties = new()
                    {
                        [ReasoningSeal.Origin] = provider,
                        [$"{provider}.{ProtocolFields.OfCall}"] = call.CallId,
                    },
                };
            }
        }

        return null;
    }
}
