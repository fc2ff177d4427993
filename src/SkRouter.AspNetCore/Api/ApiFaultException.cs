namespace SkRouter.AspNetCore.Api;

/// <summary>Ends a request with a fault.</summary>
internal sealed class ApiFaultException(ApiFault fault) : Exception(fault.Message)
{
    public ApiFault Fault => fault;
}
