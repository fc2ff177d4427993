namespace SkRouter.Simulator.Scripting;

/// <summary>Reads dialects by name.</summary>
internal sealed class DialectConverter() : ChoiceConverter<Dialect>("dialect");
