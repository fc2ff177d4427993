using SkRouter.Simulator.CommandLine;

return await SimulateCommand.Create().Parse(args).InvokeAsync().ConfigureAwait(false);
