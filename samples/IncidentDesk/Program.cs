using IncidentDesk;

return await DeskCommand.Create(Console.Out).Parse(args).InvokeAsync();
