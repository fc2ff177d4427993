using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Scripting;

/// <summary>A script that was found good, ready to be played.</summary>
internal sealed record CompiledScript(
    SimulatorScript Source,
    IReadOnlyList<CompiledModel> Models,
    IReadOnlyList<CompiledRule> Rules
);
