using System.Net;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>Sends every field of the table through its face to every kind of deployment and compares what arrived.</summary>
public sealed class FieldTests
{
    public static TheoryData<string, string, bool> Cells => CellsOf(FieldServer.Kinds);

    /// <summary>The deployments that can be told to refuse what they do not have.</summary>
    public static TheoryData<string, string, bool> RefusingCells => CellsOf(FieldServer.Connectors);

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Send_EveryFieldOfAFace_ArrivesIsTranslatedRefusedOrNamed(
        string face,
        string kind,
        bool streamed
    )
    {
        await using var server = await FieldServer.StartAsync(kind);
        var faults = new List<string>();
        foreach (var row in FieldTable.RowsOf(face, streamed))
        {
            var cell = FieldCell.Of(row, kind);
            var outcome = await FieldCaller.AskAsync(server, row, streamed);
            var fault =
                cell.Fault(outcome)
                ?? (streamed ? null : await RecordFaultAsync(server, row, outcome))
                ?? (
                    cell.IsNotSent
                        ? FieldCell.Difference(
                            outcome,
                            await FieldCaller.AskWithoutAsync(server, row, streamed)
                        )
                        : null
                );
            if (fault is not null)
            {
                faults.Add($"{row.Field}: {fault}");
            }
        }

        string.Join('\n', faults).ShouldBeEmpty($"{face} -> {kind}");
    }

    [Theory]
    [MemberData(nameof(RefusingCells))]
    public async Task Send_UnderRefuse_WhatWouldBeLostIsRefusedByNameAndAllElseIsSent(
        string face,
        string kind,
        bool streamed
    )
    {
        await using var server = await FieldServer.StartAsync(kind, refuses: true);
        var faults = new List<string>();
        foreach (var row in FieldTable.RowsOf(face, streamed))
        {
            var outcome = await FieldCaller.AskAsync(server, row, streamed);
            if (FieldCell.Of(row, kind).FaultUnderRefuse(outcome) is { } fault)
            {
                faults.Add($"{row.Field}: {fault}");
            }
        }

        string.Join('\n', faults).ShouldBeEmpty($"{face} -> {kind}");
    }

    private static TheoryData<string, string, bool> CellsOf(string[] kinds)
    {
        var cells = new TheoryData<string, string, bool>();
        foreach (var face in FieldTable.Rows.Select(row => row.Face).Distinct())
        {
            foreach (var kind in kinds)
            {
                cells.Add(face, kind, false);
                cells.Add(face, kind, true);
            }
        }

        return cells;
    }

    /// <summary>The record names what the header names. The library's faces have no header: there the record is what was compared.</summary>
    private static async Task<string?> RecordFaultAsync(
        FieldServer server,
        FieldRow row,
        FieldOutcome outcome
    )
    {
        if (outcome.Status != HttpStatusCode.OK || row.Send is null)
        {
            return null;
        }

        var named = FieldServer.LeftOut(await server.Api.LastRecordAsync());
        return named.SequenceEqual(outcome.Ignored)
            ? null
            : $"the record names {string.Join(", ", named)}, the caller is told {string.Join(", ", outcome.Ignored)}";
    }
}
