namespace SkRouter.Simulator.Scripting;

/// <summary>Reads fault kinds by name.</summary>
internal sealed class FaultKindConverter() : ChoiceConverter<FaultKind>("kind of fault");
