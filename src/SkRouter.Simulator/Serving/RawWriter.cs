using System.Text;
using SkRouter.Simulator.Answering;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Serving;

/// <summary>Replays a response as it stands; of the faults it knows those that cut.</summary>
internal static class RawWriter
{
    public static async Task SendAsync(
        Exchange exchange,
        ComposedAnswer answer,
        RawResponse raw,
        Pace pace
    )
    {
        exchange.Sending(answer);
        await pace.WaitAsync(0).ConfigureAwait(false);
        var body = Encoding.UTF8.GetBytes(raw.Body);
        exchange.Http.Response.StatusCode = raw.Status;
        if (exchange.FaultKind is FaultKind.Cut)
        {
            exchange.Http.Response.ContentType = raw.ContentType;
            exchange.Http.Response.ContentLength = body.Length;
            var part = body.AsMemory(0, (int)(body.Length * exchange.Fault!.Share));
            await exchange.Http.Response.BodyWriter.WriteAsync(part).ConfigureAwait(false);
            exchange.CutOff();
            return;
        }

        exchange.Completing(null);
        await ErrorWriter
            .SendAsync(exchange.Http.Response, body, raw.ContentType)
            .ConfigureAwait(false);
    }
}
