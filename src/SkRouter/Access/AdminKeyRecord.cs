namespace SkRouter.Access;

/// <summary>Represents what is kept of an admin key: enough to recognize it, not enough to use it.</summary>
/// <param name="Hash">A salted hash of the key.</param>
/// <param name="MadeAt">When the key was made.</param>
public sealed record AdminKeyRecord(string Hash, DateTimeOffset MadeAt);
