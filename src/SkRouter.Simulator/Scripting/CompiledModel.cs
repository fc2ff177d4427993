using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Scripting;

/// <summary>A model that was found good, ready to be played.</summary>
internal sealed record CompiledModel(
    ModelScript Source,
    IReadOnlyList<CompiledRule> Rules,
    IReadOnlyList<CompiledFault> Faults
);
