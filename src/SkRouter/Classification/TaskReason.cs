namespace SkRouter.Classification;

/// <summary>Something in a prompt that makes it harder or easier.</summary>
/// <param name="Words">The words as they stand in the prompt.</param>
/// <param name="Effect">By how much they raise the difficulty, 0 to 1; negative if they lower it.</param>
internal sealed record TaskReason(string Words, double Effect);
