using System.Buffers;
using SkRouter.Relay;

namespace SkRouter.Tests.Relay;

public sealed class RelayedBodyTests : IDisposable
{
    private readonly RelayedBody _body = new(new ReadOnlySequence<byte>([1, 2, 3]));

    public void Dispose() => _body.Dispose();

    [Fact]
    public void TryHold_WhileTheCallGoesOn_Holds()
    {
        _body.TryHold().ShouldBeTrue();
        _body.Bytes.ToArray().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void TryHold_AfterTheCall_IsRefusedUnlessSomebodyStillHolds()
    {
        _body.TryHold();

        _body.Dispose();

        // Whoever holds it keeps it from being given away.
        _body.TryHold().ShouldBeTrue();
        _body.Release();
        _body.Release();
        _body.TryHold().ShouldBeFalse();
    }

    [Fact]
    public void Dispose_Twice_GivesTheBufferBackOnce()
    {
        _body.TryHold();

        _body.Dispose();
        _body.Dispose();

        _body.TryHold().ShouldBeTrue();
    }
}
