namespace IncidentDesk.Triage;

/// <summary>What triage makes of a line.</summary>
internal enum LineLabel
{
    /// <summary>Business as usual.</summary>
    Noise,

    /// <summary>Customers feel it.</summary>
    Symptom,

    /// <summary>It could be the cause.</summary>
    Suspect,

    /// <summary>Something in the system was changed.</summary>
    Change,

    /// <summary>The model gave no label.</summary>
    Unlabelled,
}
