using System.Collections.Concurrent;
using System.ComponentModel;
using Microsoft.SemanticKernel;

namespace SkRouter.TestKit;

/// <summary>A tool with a side effect that must never happen twice: it takes money, and keeps every receipt.</summary>
public sealed class Till
{
    private readonly ConcurrentQueue<string> _receipts = new();

    /// <summary>One entry each time the side effect happened.</summary>
    public IReadOnlyList<string> Receipts => [.. _receipts];

    [KernelFunction]
    [Description("Charges an order.")]
    public string Charge([Description("The order's number.")] string order)
    {
        _receipts.Enqueue(order);
        return $"charged {order}";
    }
}
