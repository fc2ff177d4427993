namespace SkRouter.Access;

/// <summary>
/// Keeps who owns the names that callers choose. The first owner that claims a name has it from then on, so that no other caller can join its run or
/// spend its budget by using the same name.
/// </summary>
public interface IOwnershipStore
{
    /// <summary>Claims a name, unless somebody owns it.</summary>
    /// <param name="kind">What the name stands for.</param>
    /// <param name="name">The name.</param>
    /// <param name="owner">Who claims it: the id of a key, or the group of keys that share what they open.</param>
    /// <returns>Who owns it now.</returns>
    string Claim(OwnedName kind, string name, string owner);
}
