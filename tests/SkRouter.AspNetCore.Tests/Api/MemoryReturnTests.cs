using Microsoft.Extensions.Time.Testing;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Tests.Api;

public sealed class MemoryReturnTests
{
    private const long Megabyte = 1024 * 1024;

    private readonly FakeTimeProvider _time = new();
    private int _collected;

    [Fact]
    public void Release_OfLargeBodies_CollectsOnceTheyAreGoneAndOnceAMinute()
    {
        using var memory = new MemoryReturn(_time, () => _collected++);
        var bodies = new BodyBudget(new SkRouterApiOptions(), memory);
        bodies.TryHold("ann", 40 * Megabyte).ShouldBeTrue();
        bodies.TryHold("bob", 40 * Megabyte).ShouldBeTrue();
        bodies.Release("ann", 40 * Megabyte);
        _time.Advance(TimeSpan.FromMinutes(5));
        _collected.ShouldBe(0);

        bodies.Release("bob", 40 * Megabyte);
        _time.Advance(TimeSpan.FromSeconds(3));
        _collected.ShouldBe(1);

        for (var i = 0; i < 10; i++)
        {
            bodies.TryHold("ann", 80 * Megabyte).ShouldBeTrue();
            bodies.Release("ann", 80 * Megabyte);
            _time.Advance(TimeSpan.FromSeconds(3));
        }

        _collected.ShouldBe(1);
        _time.Advance(TimeSpan.FromMinutes(1));
        _collected.ShouldBe(2);
    }

    [Fact]
    public void Release_OfSmallBodies_CollectsNothing()
    {
        using var memory = new MemoryReturn(_time, () => _collected++);
        var bodies = new BodyBudget(new SkRouterApiOptions(), memory);
        for (var i = 0; i < 100; i++)
        {
            bodies.TryHold("ann", Megabyte).ShouldBeTrue();
            bodies.Release("ann", Megabyte);
        }

        _time.Advance(TimeSpan.FromMinutes(5));
        _collected.ShouldBe(0);
    }
}
