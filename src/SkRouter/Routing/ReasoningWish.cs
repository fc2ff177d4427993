namespace SkRouter.Routing;

/// <summary>What a request says of reasoning.</summary>
internal enum ReasoningWish
{
    /// <summary>Nothing: the model does as it does by default.</summary>
    NotSaid,

    /// <summary>The model should reason.</summary>
    Asked,

    /// <summary>The model should not reason, or hardly.</summary>
    Declined,
}
