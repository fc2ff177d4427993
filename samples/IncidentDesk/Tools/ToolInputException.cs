namespace IncidentDesk.Tools;

/// <summary>A tool was asked for something that it cannot do. The message goes back to the model, so that it can ask better.</summary>
internal sealed class ToolInputException(string message) : Exception(message);
